/*
 * The second line of defence against programs that change the page under React, behind `jsx/separateTexts.ts`: extensions may also
 * move or remove elements. React would then fail where it removes such an element, or inserts another one before it, and the section
 * would have to be displayed again. Here both do what was meant as far as it can still be done. Calls that would not have thrown are
 * not affected.
 */

/** To be called before the page is hydrated. */
export function tolerateMovedElements(): void {
  const { removeChild, insertBefore } = Node.prototype;

  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    if (child.parentNode !== null) removeChild.call(child.parentNode, child);
    return child;
  };

  Node.prototype.insertBefore = function <Child extends Node>(
    this: Node,
    child: Child,
    next: Node | null,
  ): Child {
    insertBefore.call(this, child, next && childAround(this, next));
    return child;
  };
}

/** The child of `parent` that `node` is, or is somewhere in; null where it is elsewhere. */
function childAround(parent: Node, node: Node): Node | null {
  let ancestor: Node | null = node;
  while (ancestor !== null && ancestor.parentNode !== parent) ancestor = ancestor.parentNode;
  return ancestor;
}
