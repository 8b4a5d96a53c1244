import { productsAreThoseOfJavaScript } from '../../browser/harness/productShaders.ts';

productsAreThoseOfJavaScript('a GPU', false);
