-- For the demo shop (profile "demo"); run once, when the database volume is made.
CREATE DATABASE shop TEMPLATE template0 ENCODING 'UTF8';
